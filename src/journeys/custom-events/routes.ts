/** Custom events: track one, from a server or from a browser. */
import { done } from '../../engine/outcome.ts';
import { clientRoute, route } from '../../platform/http/route.ts';
import { presentCustomEvent, presentToBrowser } from './present.ts';
import { CustomEvent, CustomEventInput } from './schema.ts';
import { customEventFailures, trackEvent } from './service.ts';

const does = 'Tracks what a customer did; points are earned by it before the answer comes';

export const customEventRoutes = [
  route({
    operation: 'track-custom-event',
    on: 'POST /v1/events',
    tag: 'Events',
    does,
    may: 'events.modify',
    body: CustomEventInput,
    reply: CustomEvent,
    fails: customEventFailures,
    async handle({ body }, context) {
      const tracked = await trackEvent(context, body);
      return tracked.ok ? done(presentCustomEvent(tracked.value)) : tracked;
    },
  }),
  clientRoute({
    operation: 'track-custom-event-client-side',
    on: 'POST /client/v1/events',
    needs: 'track events',
    tag: 'Client side',
    does,
    may: 'events.modify',
    body: CustomEventInput,
    reply: CustomEvent,
    fails: customEventFailures,
    async handle({ body }, context) {
      const tracked = await trackEvent(context, body);
      return tracked.ok ? done(presentToBrowser(tracked.value, body.customer)) : tracked;
    },
  }),
];
