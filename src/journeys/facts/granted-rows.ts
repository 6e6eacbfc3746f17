/** The part of the facts statement that brings the items of which vouchers give units. */

/**
 * Of the voucher `f`, as JSON. The CASE keeps vouchers of other types from costing more than a look
 * at their type; a campaign is looked up only where some campaign of the project gives units.
 */
export function grantedRows(texts: {
  readonly project: string;
  readonly ofCampaigns: boolean;
  /** Columns of the rows `s` and `p`. */
  readonly skus: string;
  readonly products: string;
}): string {
  const { project, ofCampaigns, skus, products } = texts;
  const discount = ofCampaigns
    ? `coalesce(f.discount, (select c.voucher -> 'discount' from campaigns c
        where c.project_id = ${project} and c.id = f.campaign_id))`
    : 'f.discount';
  const wanted = `(select array_agg(w.item) from (
      select d.discount ->> 'unit_type' as item
      union select u ->> 'unit_type' from jsonb_array_elements(d.discount -> 'units') u) w)`;
  return `(select case when d.discount ->> 'type' = 'UNIT' then (
      select json_build_object(
        'skus', (select json_agg(s) from (select ${skus} from skus s
          where s.project_id = ${project} and s.id = any(w.ids)) s),
        'products', (select json_agg(p) from (select ${products} from products p
          where p.project_id = ${project} and (p.id = any(w.ids) or p.id in (
            select s.product_id from skus s
            where s.project_id = ${project} and s.id = any(w.ids)))) p))
      from (select ${wanted} as ids) w) end
    from (select ${discount} as discount) d)`;
}
