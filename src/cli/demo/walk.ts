/** What a journey through the shop needs. */
import type { Shop } from './shop/set-up.ts';
import type { ShopApi } from './shop-api.ts';
import type { Story } from './story.ts';

export type Walk = {
  readonly api: ShopApi;
  readonly story: Story;
  readonly shop: Shop;
  /** Makes ids that no earlier run on this server has used. */
  readonly run: string;
};
