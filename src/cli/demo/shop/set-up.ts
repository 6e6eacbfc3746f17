/** Sets the shop up through the API. What is there already, from an earlier run, is kept. */
import { setTimeout as sleep } from 'node:timers/promises';
import { notAsTold, present } from '../demo-problem.ts';
import { inParallel } from '../in-parallel.ts';
import { type CampaignAnswer, orNull, type ShopApi } from '../shop-api.ts';
import { type Club, setUpClub } from './club.ts';
import { type CodeCampaign, codeCampaignsOfShop } from './code-campaigns.ts';
import { customersOfShop } from './customers.ts';
import { categoryNames, productsOfShop } from './products.ts';
import { type PromotionCampaign, promotionsOfShop } from './promotions.ts';
import { type Collections, type RuleName, rulesOfShop } from './rules.ts';

export type Shop = {
  /** Ids of promotion tiers and stacks by their names. */
  readonly tiers: ReadonlyMap<string, string>;
  readonly stacks: ReadonlyMap<string, string>;
  readonly club: Club;
  readonly counts: Counts;
};

type Counts = {
  readonly products: number;
  readonly skus: number;
  readonly collections: number;
  readonly customers: number;
  readonly rules: number;
  readonly campaigns: number;
  readonly tiers: number;
  readonly stacks: number;
  readonly codes: number;
};

const CODES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;
const DAY_MS = 86_400_000;
/** Nothing that is easily taken for something else. */
const CHARSET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** `nowMs`: what the dates of its campaigns are reckoned from. */
export async function setUpShop(api: ShopApi, nowMs: number): Promise<Shop> {
  const products = await setUpProducts(api);
  const collections = await setUpCollections(api);
  const ruleBook = ruleBookOf(api, collections);
  const codes = await inParallel(codeCampaignsOfShop, (campaign) =>
    setUpCodes(api, campaign, ruleBook, nowMs),
  );
  const promotions = await inParallel(promotionsOfShop, (campaign) =>
    setUpPromotion(api, campaign, ruleBook),
  );
  const customers = await inParallel(customersOfShop(), (one) => api.customers.create(one));
  const done = await inParallel(codes, (campaign) => codesMade(api, campaign));
  const [fromFifty] = await ruleBook(['from 50']);
  const club = await setUpClub(api, present(fromFifty, 'the rule for baskets'));
  const tiers = new Map(promotions.flatMap((promotion) => [...promotion.tiers]));
  const stacks = new Map(promotions.flatMap((promotion) => [...promotion.stacks]));
  return {
    tiers,
    stacks,
    club,
    counts: {
      products: products.productCount,
      skus: products.skuCount,
      collections: Object.keys(collections).length,
      customers: customers.length,
      rules: Object.keys(rulesOfShop(collections)).length,
      // The club and its gift cards beside them.
      campaigns: codes.length + promotions.length + 2,
      tiers: tiers.size,
      stacks: stacks.size,
      codes: done.reduce((sum, { vouchers_count }) => sum + (vouchers_count ?? 0), 0),
    },
  };
}

async function setUpProducts(api: ShopApi) {
  const skus: { readonly productId: string; readonly sku: object }[] = [];
  const products = await inParallel(productsOfShop(), async ({ skus: variants, ...product }) => {
    const { id } = await api.products.create(product);
    for (const sku of variants) skus.push({ productId: id, sku });
  });
  await inParallel(skus, ({ productId, sku }) => api.products.createSku(productId, sku));
  return { productCount: products.length, skuCount: skus.length };
}

/** One for each category; it fills itself. */
async function setUpCollections(api: ShopApi): Promise<Collections> {
  const { data: known } = await api.productCollections.list({ limit: 100 });
  const entries = await inParallel(categoryNames(), async (category) => {
    const name = `All ${category}`;
    const found = known.find((one) => one.name === name)?.id;
    if (found !== undefined) return [category, found] as const;
    const filter = { junction: 'and', 'metadata.category': { conditions: { $is: [category] } } };
    const made = await api.productCollections.create({ type: 'AUTO_UPDATE', name, filter });
    return [category, made.id] as const;
  });
  const ids = new Map(entries);
  const idOf = (name: (typeof entries)[number][0]) => present(ids.get(name), `the ${name}`);
  return {
    coffee: idOf('coffee'),
    tea: idOf('tea'),
    kitchen: idOf('kitchen'),
    tableware: idOf('tableware'),
    textiles: idOf('textiles'),
    pantry: idOf('pantry'),
    books: idOf('books'),
    garden: idOf('garden'),
  };
}

type RuleBook = (names: readonly RuleName[]) => Promise<readonly string[]>;

/** Ids by names; a rule is made when the first campaign asks for it. */
function ruleBookOf(api: ShopApi, collections: Collections): RuleBook {
  const definitions = rulesOfShop(collections);
  const made = new Map<RuleName, Promise<string>>();
  const idOf = (name: RuleName) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const request = api.validationRules.create({ name, ...definitions[name] });
    const id = request.then((answer) => answer.id);
    made.set(name, id);
    return id;
  };
  return (names) => Promise.all(names.map(idOf));
}

async function setUpCodes(
  api: ShopApi,
  { name, discount, codes, rules, joinOnce, isOver }: CodeCampaign,
  ruleBook: RuleBook,
  nowMs: number,
): Promise<CampaignAnswer> {
  const found = await orNull(api.campaigns.get(name));
  if (found !== null) return found;
  const isGeneric = 'generic' in codes;
  const day = (days: number) => new Date(nowMs + days * DAY_MS).toISOString();
  const campaign = await api.campaigns.create({
    name,
    campaign_type: 'DISCOUNT_COUPONS',
    type: isGeneric ? 'STANDALONE' : 'STATIC',
    join_once: joinOnce ?? false,
    start_date: day(isOver === true ? -120 : -1),
    expiration_date: day(isOver === true ? -30 : 90),
    vouchers_count: isGeneric ? 0 : codes.count,
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount,
      redemption: { quantity: isGeneric ? null : 1 },
      ...(isGeneric ? {} : { code_config: { pattern: codes.pattern, charset: CHARSET } }),
    },
    validation_rules: await ruleBook(rules),
  });
  if (isGeneric) await api.campaigns.addCertainVoucher(campaign.id, codes.generic);
  return campaign;
}

/** The campaign once its codes are made, which goes on in the background. */
async function codesMade(api: ShopApi, { id, name }: CampaignAnswer): Promise<CampaignAnswer> {
  const deadline = performance.now() + CODES_WITHIN_MS;
  while (performance.now() < deadline) {
    const campaign = await api.campaigns.get(id);
    if (campaign.vouchers_generation_status === 'DONE') return campaign;
    if (campaign.vouchers_generation_status === 'FAILED') break;
    await sleep(LOOK_EVERY_MS);
  }
  throw notAsTold(`the codes of the campaign "${name}" were not made`);
}

async function setUpPromotion(api: ShopApi, wanted: PromotionCampaign, ruleBook: RuleBook) {
  const { name } = wanted;
  const campaign = (await orNull(api.campaigns.get(name))) ?? (await create());
  const tiers = new Map((campaign.promotion?.tiers ?? []).map((tier) => [tier.name, tier.id]));
  const { data: known } = await api.promotions.stack.listInCampaign(campaign.id);
  const stacks = new Map<string, string>();
  for (const stack of wanted.stacks) {
    const ids = stack.tiers.map((tier) => present(tiers.get(tier), `the tier "${tier}"`));
    const found =
      known.find((one) => one.name === stack.name) ??
      (await api.promotions.stack.createInCampaign(campaign.id, {
        name: stack.name,
        tiers: { ids, hierarchy_mode: 'MANUAL' },
      }));
    stacks.set(stack.name, found.id);
  }
  return { tiers, stacks };

  async function create(): Promise<CampaignAnswer> {
    const newTiers = await inParallel(wanted.tiers, async ({ discount, rules, ...tier }) => ({
      ...tier,
      action: { discount },
      validation_rules: await ruleBook(rules),
    }));
    return await api.campaigns.create({
      name,
      campaign_type: 'PROMOTION',
      promotion: { tiers: newTiers },
    });
  }
}
