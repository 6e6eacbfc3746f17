/** What has happened → points: who follows up orders, custom events, segments and tiers. */
import type { JsonObject } from '../../engine/json.ts';
import type { Catalog, Catalogs } from '../../incentives/catalog/service.ts';
import {
  ORDER_PAID,
  SEGMENT_ENTERED,
  tierEvents,
} from '../../incentives/loyalties/earning-rules/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import type { Subscriber } from '../../platform/outbox/outbox.ts';
import { CUSTOM_EVENT } from '../custom-events/service.ts';
import { earnByCustomEvent } from './custom-events.ts';
import { earnByOrder, earnByOrderAtOnce, takeBackOfOrder } from './orders.ts';
import { earnBySegment, earnByTier } from './people.ts';

type Earning = {
  readonly topics: readonly string[];
  /** Null: where rules are on an event of the topic's name. */
  readonly wants: ((catalog: Catalog, payload: JsonObject) => boolean) | null;
  readonly follow: (
    catalog: Catalog,
    context: Context,
    tx: Transaction,
    entry: OutboxEntry,
  ) => Promise<void>;
  readonly followAtOnce?: (
    catalog: Catalog,
    context: Context,
    entry: OutboxEntry,
  ) => Promise<boolean>;
};

const all: readonly Earning[] = [
  {
    topics: [ORDER_PAID],
    wants: null,
    follow: earnByOrder,
    followAtOnce: earnByOrderAtOnce,
  },
  {
    topics: ['order.unpaid'],
    wants: ({ earning }) => earning.hasPrograms(),
    follow: takeBackOfOrder,
  },
  { topics: [SEGMENT_ENTERED], wants: null, follow: earnBySegment },
  { topics: tierEvents, wants: null, follow: earnByTier },
  {
    topics: [CUSTOM_EVENT],
    wants: ({ earning }, { type }) => typeof type === 'string' && earning.on(type).length > 0,
    follow: earnByCustomEvent,
  },
];

export function earningSubscribers(catalogs: Catalogs): readonly Subscriber[] {
  return all.map(({ topics, wants, follow, followAtOnce }) => ({
    topics,
    async open({ id, version }, sql) {
      const catalog = await catalogs.at(sql, id, version);
      return {
        wants({ topic, payload }) {
          if (catalog === null) return false;
          return wants === null ? catalog.earning.on(topic).length > 0 : wants(catalog, payload);
        },
        async followAtOnce(context, entry) {
          if (catalog === null || followAtOnce === undefined) return false;
          return followAtOnce(catalog, context, entry);
        },
        async follow(context, tx, entry) {
          if (catalog !== null) await follow(catalog, context, tx, entry);
        },
      };
    },
  }));
}
