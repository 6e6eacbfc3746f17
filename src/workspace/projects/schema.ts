/** Projects on the wire. */
import Type, { type Static, type TProperties } from 'typebox';
import { Nullable } from '../../platform/http/shapes.ts';

const MAX_NAME_LENGTH = 255;
const MAX_LISTED = 100;

const Emails = Type.Array(Type.String({ maxLength: 320 }), {
  maxItems: MAX_LISTED,
  description: 'Addresses that are told',
});

const UsageNotification = Type.Object({
  enabled: Type.Boolean({ description: 'Whether anybody is told' }),
  value: Type.Integer({
    minimum: 10,
    maximum: 90,
    description: 'Percent of the limit at which they are told',
  }),
  in_app: Type.Boolean({ description: 'Whether the dashboard tells it' }),
  emails: Emails,
});

const usageKinds = {
  redemptions: UsageNotification,
  messages: UsageNotification,
  api_calls: UsageNotification,
  bulk_api_calls: UsageNotification,
  webhook_calls: UsageNotification,
  cycle_calls: UsageNotification,
};

const CalloutNotification = Type.Object({
  email: Type.Boolean({ description: 'Whether an email tells of a failed callout' }),
  in_app: Type.Boolean({ description: 'Whether the dashboard tells of it' }),
  emails: Emails,
});

const calloutKinds = { distributions: CalloutNotification, webhooks: CalloutNotification };

const usageDoc = { description: 'Who is told that a limit of use is near' };
const calloutDoc = { description: 'Who is told that a webhook failed' };

/** What a project carries without being searched by it; the column `settings` holds these. */
const carried = {
  dial_code: Nullable(
    Type.String({ maxLength: 10, description: 'Telephone code of the country, without a plus' }),
  ),
  webhook_version: Type.Literal('v2024-01-01', {
    description: 'The version of the shape webhooks have',
  }),
  client_trusted_domains: Type.Array(Type.String({ maxLength: 2_000 }), {
    maxItems: MAX_LISTED,
    description: 'Origins whose browsers may send requests with the client key',
  }),
  client_redeem_enabled: Type.Boolean({ description: 'Whether the client key may redeem' }),
  client_publish_enabled: Type.Boolean({ description: 'Whether the client key may publish' }),
  client_list_vouchers_enabled: Type.Boolean({
    description: 'Whether the client key may list vouchers',
  }),
  client_create_customer_enabled: Type.Boolean({
    description: 'Whether the client key may create customers',
  }),
  client_loyalty_events_enabled: Type.Boolean({
    description: 'Whether events sent with the client key count for loyalty and referrals',
  }),
  client_set_voucher_expiration_date_enabled: Type.Boolean({
    description: 'Whether the client key may set when a voucher expires',
  }),
};

const CodeSensitivity = Type.Boolean({
  description: 'Whether codes that differ in upper and lower case only are different codes',
});
const ApiVersion = Type.Literal('v2018-08-01', { description: 'The version of the API' });
const ClusterId = Type.String({
  maxLength: 100,
  description: 'Carried as given; eu1 where absent',
});

const attributes = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME_LENGTH }),
  description: Type.String({ maxLength: 10_000 }),
  timezone: Type.String({
    maxLength: 100,
    description: 'IANA name of the zone in which the days of the project begin, or GMT±hours',
  }),
  currency: Type.String({ maxLength: 3, description: 'ISO 4217 code of three letters' }),
};

const usageInput = Type.Object(optional(usageKinds), usageDoc);
const calloutInput = Type.Object(optional(calloutKinds), calloutDoc);

const User = Type.Object({
  id: Type.Optional(Type.String({ description: 'Of the user; or `login`' })),
  login: Type.Optional(Type.String({ description: 'Of the user; or `id`' })),
  role: Type.String({ description: 'What the user may do in the project' }),
});

export const ProjectId = Type.Object({
  projectId: Type.String({ minLength: 1, description: 'The id of the project' }),
});

export const ProjectInput = Type.Object({
  name: attributes.name,
  case_sensitive_codes: CodeSensitivity,
  timezone: attributes.timezone,
  currency: attributes.currency,
  description: Type.Optional(attributes.description),
  ...optional(carried),
  api_usage_notifications: Type.Optional(usageInput),
  webhooks_callout_notifications: Type.Optional(calloutInput),
  cluster_id: Type.Optional(ClusterId),
  api_version: Type.Optional(ApiVersion),
  users: Type.Optional(
    Type.Array(User, {
      maxItems: MAX_LISTED,
      description: 'Accepted without effect: this server knows keys, not users',
    }),
  ),
});
export type ProjectInput = Static<typeof ProjectInput>;

export const ProjectUpdate = Type.Object({
  ...optional(attributes),
  ...optional(carried),
  api_usage_notifications: Type.Optional(usageInput),
  webhooks_callout_notifications: Type.Optional(calloutInput),
  default_code_config: Type.Optional(
    Type.Object({
      charset: Type.Optional(
        Nullable(Type.String({ minLength: 1, maxLength: 1_000, description: 'null: the default' })),
      ),
    }),
  ),
});
export type ProjectUpdate = Static<typeof ProjectUpdate>;

const config = {
  id: Type.String(),
  ...attributes,
  ...carried,
  api_usage_notifications: Type.Object(usageKinds, usageDoc),
  webhooks_callout_notifications: Type.Object(calloutKinds, calloutDoc),
  cluster_id: ClusterId,
  case_sensitive_codes: CodeSensitivity,
  api_version: ApiVersion,
  is_sandbox: Type.Boolean({ description: 'Always false: no project is limited to trials' }),
  webhook_token: Type.Optional(Type.String({ description: 'Signs the webhooks of this project' })),
};

const LimitOfUse = Type.Object({
  value: Type.Integer(),
  duration: Type.String({ description: 'ISO 8601, such as PT1H' }),
});

export const Project = Type.Object({
  ...config,
  default_code_config: Type.Object({
    charset: Type.String({ description: 'Characters of new codes that name none themselves' }),
  }),
  limits: Type.Optional(
    Type.Object(
      {
        api_calls: Type.Optional(Type.Array(LimitOfUse)),
        bulk_api_calls: Type.Optional(Type.Array(LimitOfUse)),
      },
      { description: 'Absent: this server sets no limits of use' },
    ),
  ),
});
export type Project = Static<typeof Project>;

const ApiKey = Type.Object({
  app_id: Type.String(),
  app_token: Type.String({ description: 'Shown here only: the server keeps a digest' }),
});

export const CreatedProject = Type.Object({
  ...config,
  server_side_key: ApiKey,
  client_side_key: ApiKey,
});
export type CreatedProject = Static<typeof CreatedProject>;

export const ProjectList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Project),
  total: Type.Integer({ minimum: 0 }),
});

const Settings = Type.Object({
  ...optional(carried),
  api_usage_notifications: Type.Optional(usageInput),
  webhooks_callout_notifications: Type.Optional(calloutInput),
  default_code_config: ProjectUpdate.properties.default_code_config,
  cluster_id: Type.Optional(ClusterId),
  webhook_token: Type.Optional(Type.String()),
});
/** What the column `settings` holds: only what was given; the rest is as `present` has it. */
export type ProjectSettings = Static<typeof Settings>;

/** The same properties, none of them required. */
function optional<const Properties extends TProperties>(properties: Properties) {
  return Type.Partial(Type.Object(properties)).properties;
}
