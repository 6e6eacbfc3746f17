/** Through what a redemption comes: the key of its request, or a campaign that redeems by itself. */
import type { Context } from '../../platform/context.ts';

/** In place of a key: no key has this id. */
export const AUTO_REDEEM = 'AUTO_REDEEM';

export type Channel = {
  readonly channel_type: 'API' | 'AUTO_REDEEM';
  readonly channel_id: string;
};

export function channelOf({ key }: Pick<Context, 'key'>): Channel {
  const { appId: channel_id } = key;
  return { channel_type: channel_id === AUTO_REDEEM ? AUTO_REDEEM : 'API', channel_id };
}
