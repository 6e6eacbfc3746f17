/** The rules that guard an offer, and which of each the scenario left out. */
import { type JudgedPart, omittedRules } from '../../engine/eligibility/judge-part.ts';
import type { AssignmentRow, Catalog } from '../../incentives/catalog/service.ts';
import { campaignOf, type Offer } from './offers.ts';
import type { JudgedAssignment, QualifiedRedeemable } from './schema.ts';

type List = NonNullable<QualifiedRedeemable['validation_rules_assignments']>;

/** The offer's own assignments, then its campaign's: the rules of both have to hold. */
export function presentJudgedAssignments(
  catalog: Catalog,
  offer: Offer,
  part: JudgedPart | undefined,
): List {
  const campaign = campaignOf(catalog, offer);
  const ofCampaign = campaign === null ? [] : catalog.assignmentsOf(campaign.id);
  const data = [...ownAssignments(catalog, offer), ...ofCampaign].map((row) =>
    presentJudged(catalog, row, part),
  );
  return { object: 'list', data_ref: 'data', data, total: data.length };
}

function ownAssignments(catalog: Catalog, offer: Offer): readonly AssignmentRow[] {
  switch (offer.object) {
    case 'promotion_tier':
      return catalog.assignmentsOf(offer.tier.row.id);
    case 'voucher':
      return offer.voucher.assignments ?? [];
    case 'campaign':
    case 'promotion_stack':
      return [];
    default:
      return offer satisfies never;
  }
}

function presentJudged(
  catalog: Catalog,
  row: AssignmentRow,
  part: JudgedPart | undefined,
): JudgedAssignment {
  const rule = part === undefined ? null : catalog.rule(row.rule_id);
  const omitted = rule === null || part === undefined ? [] : omittedRules(rule.root, part);
  return {
    id: row.id,
    rule_id: row.rule_id,
    related_object_id: row.related_object_id,
    related_object_type: row.related_object_type,
    created_at: new Date(row.created_at).toISOString(),
    ...(row.updated_at === null ? {} : { updated_at: new Date(row.updated_at).toISOString() }),
    object: 'validation_rules_assignment',
    ...(omitted.length === 0
      ? { validation_status: 'VALID' }
      : { validation_status: 'PARTIALLY_VALID', validation_omitted_rules: [...omitted] }),
  };
}
