/** Projects: row → wire. What was never set shows its default here. */
import type { Credentials } from '../../platform/http/identity.ts';
import type { CreatedProject, Project } from './schema.ts';
import type { ProjectWithKeys } from './service.ts';
import type { ProjectRow } from './store.ts';

const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** As the reference begins: everybody is told at 80 percent, only nobody is named yet. */
const told = { enabled: true, value: 80, in_app: true, emails: [] };
const untold = { enabled: false, value: 80, in_app: false, emails: [] };
const usageDefaults = {
  redemptions: untold,
  messages: told,
  api_calls: told,
  bulk_api_calls: told,
  webhook_calls: told,
  cycle_calls: told,
};
const callout = { email: true, in_app: true, emails: [] };
const calloutDefaults = { distributions: callout, webhooks: callout };

export function presentProject(row: ProjectRow): Project {
  const { default_code_config } = row.settings;
  return {
    ...config(row),
    default_code_config: { charset: default_code_config?.charset ?? ALPHANUMERIC },
  };
}

export function presentCreatedProject(created: ProjectWithKeys): CreatedProject {
  return {
    ...config(created.project),
    server_side_key: presentKey(created.server),
    client_side_key: presentKey(created.client),
  };
}

function presentKey({ appId, token }: Credentials): CreatedProject['server_side_key'] {
  return { app_id: appId, app_token: token };
}

function config(row: ProjectRow): Omit<CreatedProject, 'server_side_key' | 'client_side_key'> {
  const { settings } = row;
  return {
    id: row.id,
    name: row.name,
    description: row.description ?? '',
    timezone: row.timezone,
    currency: row.currency,
    dial_code: settings.dial_code ?? null,
    cluster_id: settings.cluster_id ?? 'eu1',
    api_version: 'v2018-08-01',
    webhook_version: 'v2024-01-01',
    case_sensitive_codes: row.case_sensitive_codes,
    client_trusted_domains: settings.client_trusted_domains ?? [],
    client_redeem_enabled: settings.client_redeem_enabled ?? false,
    client_publish_enabled: settings.client_publish_enabled ?? false,
    client_list_vouchers_enabled: settings.client_list_vouchers_enabled ?? false,
    client_create_customer_enabled: settings.client_create_customer_enabled ?? false,
    client_loyalty_events_enabled: settings.client_loyalty_events_enabled ?? false,
    client_set_voucher_expiration_date_enabled:
      settings.client_set_voucher_expiration_date_enabled ?? false,
    api_usage_notifications: { ...usageDefaults, ...settings.api_usage_notifications },
    webhooks_callout_notifications: {
      ...calloutDefaults,
      ...settings.webhooks_callout_notifications,
    },
    is_sandbox: false,
    ...(settings.webhook_token === undefined ? {} : { webhook_token: settings.webhook_token }),
  };
}
