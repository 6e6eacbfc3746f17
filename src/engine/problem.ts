/**
 * The catalogue of refusals: every error key with its HTTP status and its message.
 *
 * Keys and statuses are the reference's; a client switches on them, so a key is never renamed.
 * The sentence about the case at hand travels beside the key, as `details`.
 */

export const problems = {
  already_rolled_back: [400, 'Already rolled back'],
  bad_request: [400, 'Bad request'],
  campaign_not_active: [400, 'Loyalty campaign is not active'],
  campaign_not_allow_auto_join: [400, 'Loyalty campaign does not allow auto-join for non-members'],
  customer_rules_violated: [400, 'Customer does not match the rules'],
  duplicate_found: [409, 'Duplicated resource found'],
  duplicate_resource_key: [400, 'Duplicate resource key'],
  duplicate_source_id: [400, 'Duplicate source_id'],
  duplicated_redeemables: [400, 'Duplicated redeemables detected'],
  forbidden: [403, 'Forbidden'],
  gift_amount_exceeded: [400, 'Gift amount exceeded'],
  holder_assignement_duplication: [409, 'Customer is already assigned to given redeemable'],
  idempotency_key_reused: [409, 'Idempotency key was used with another request'],
  internal_error: [500, 'Internal error'],
  invalid_add_balance_params: [400, 'Invalid add balance params'],
  invalid_amount: [400, 'Invalid amount'],
  invalid_balance: [400, 'Invalid balance'],
  invalid_campaign: [400, 'Invalid campaign'],
  invalid_campaign_params: [400, 'Invalid campaign params'],
  invalid_code_config: [400, 'Invalid code config'],
  invalid_customer: [400, 'Invalid customer'],
  invalid_expiration_date: [400, 'Invalid expiration date'],
  invalid_export_fields: [400, 'Invalid export fields'],
  invalid_formula: [400, 'Invalid formula'],
  invalid_gift: [400, 'Invalid gift'],
  invalid_order: [400, 'Invalid order'],
  invalid_payload: [400, 'Invalid payload'],
  invalid_pending_points_state: [400, 'Invalid pending points state'],
  invalid_product: [400, 'Invalid product'],
  invalid_project_params: [400, 'Invalid project params'],
  invalid_publish_params: [400, 'Invalid publish params'],
  invalid_query_params: [400, 'Invalid query params'],
  invalid_redeem_params: [400, 'Invalid redeem params'],
  invalid_redeemables: [400, 'Invalid redeemables'],
  invalid_rollback_params: [400, 'Invalid rollback params'],
  invalid_sku: [400, 'Invalid SKU'],
  invalid_validation_rules: [400, 'Invalid validation rules'],
  invalid_voucher: [400, 'Invalid voucher'],
  loyalty_card_not_active: [400, "Customer's loyalty card is not active"],
  loyalty_card_points_exceeded: [400, 'Loyalty card points exceeded'],
  method_not_allowed: [405, 'HTTP method not allowed'],
  missing_amount: [400, 'Missing order amount'],
  missing_customer: [400, 'Missing customer'],
  missing_order: [400, 'Missing order'],
  missing_order_items: [400, 'Missing order items'],
  missing_order_items_amount: [400, 'Missing amounts of order items'],
  missing_param: [400, 'Missing required parameter'],
  missing_reward: [400, 'Missing reward'],
  missing_vouchers: [400, 'Missing vouchers'],
  missing_required_permission: [403, 'Missing permission'],
  multiple_requests: [400, 'Multiple requests detected'],
  no_effect: [400, 'Redeemable has no effect'],
  no_voucher_suitable_for_publication: [400, "Couldn't find any voucher suitable for publication"],
  not_acceptable: [406, 'Not acceptable'],
  not_found: [404, 'Resource not found'],
  not_published: [400, 'Voucher is not published'],
  order_rules_violated: [400, 'Order does not match validation rules'],
  preceding_validation_failed: [400, 'Preceding validation failed'],
  promotion_inactive: [400, 'Promotion is not active'],
  promotion_not_active_now: [400, 'Promotion is not active now'],
  quantity_exceeded: [400, 'Quantity exceeded'],
  query_too_large: [413, 'Request is too large'],
  redeemables_limit_exceeded: [400, 'Redeemables limit exceeded'],
  redemption_rules_violated: [400, 'Redemption does not match validation rules'],
  referrer_not_permitted_to_redeem: [400, 'Voucher cannot be redeemed by referrer'],
  resource_in_use: [400, 'Resource in use'],
  resource_not_found: [404, 'Resource not found'],
  resource_protected: [400, 'Resource is protected'],
  stacking_rules_exist: [409, 'Stacking rules exist'],
  too_many_requests: [429, 'Too many requests'],
  too_many_vouchers_requested: [400, 'Too many vouchers requested'],
  unauthorized: [401, 'Unauthorized'],
  unsupported_media_type: [415, 'Unsupported media type'],
  voucher_already_published: [400, 'Voucher already published'],
  voucher_cannot_be_published: [400, 'Voucher cannot be published'],
  voucher_disabled: [400, 'Voucher is disabled'],
  voucher_expired: [400, 'Voucher expired'],
  voucher_not_active: [400, 'Voucher is not active yet'],
  voucher_not_active_now: [400, 'Voucher is not active now'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ProblemKey = keyof typeof problems;

export function statusOf(key: ProblemKey): number {
  return problems[key][0];
}

export function messageOf(key: ProblemKey): string {
  return problems[key][1];
}

export function isProblemKey(text: string): text is ProblemKey {
  return Object.hasOwn(problems, text);
}
