/** 500 people who shop here. All are made up; their addresses lead nowhere. */
import { type Random, randomFrom } from './random.ts';

export type CustomerOfShop = {
  readonly source_id: string;
  readonly name: string;
  readonly email: string;
  readonly metadata: {
    readonly tier: 'none' | 'silver' | 'gold';
    readonly city: string;
    readonly orders_placed: number;
    readonly newsletter: boolean;
  };
};

const COUNT = 500;
const SEED = 1_848;

// biome-ignore format: one name after the other reads better
const firstNames = [
  'Ada', 'Amir', 'Anouk', 'Beatriz', 'Bram', 'Carla', 'Chidi', 'Clara', 'Dario', 'Edith', 'Elif',
  'Emil', 'Farah', 'Felix', 'Greta', 'Hana', 'Henrik', 'Ines', 'Isak', 'Jonas', 'Julia', 'Kaito',
  'Katja', 'Leona', 'Luca', 'Maren', 'Mateo', 'Mina', 'Nadia', 'Nils', 'Olga', 'Oscar', 'Paula',
  'Pavel', 'Priya', 'Rafael', 'Rosa', 'Samir', 'Signe', 'Sofia', 'Tariq', 'Tilda', 'Tomas',
  'Vera', 'Viktor', 'Wanda', 'Yara', 'Zofia',
] as const;
// biome-ignore format: one name after the other reads better
const lastNames = [
  'Abadi', 'Almeida', 'Bakker', 'Berg', 'Bianchi', 'Brandt', 'Castro', 'Costa', 'Dahl', 'Demir',
  'Duarte', 'Eriksen', 'Ferrari', 'Fischer', 'Fontaine', 'Garcia', 'Haddad', 'Hansen', 'Horvat',
  'Ito', 'Jansen', 'Kaya', 'Keller', 'Kowalska', 'Laurent', 'Lindqvist', 'Marek', 'Meyer',
  'Moreau', 'Nakamura', 'Novak', 'Okafor', 'Olsen', 'Petrova', 'Quist', 'Rahman', 'Romero',
  'Sato', 'Schreiber', 'Silva', 'Tanaka', 'Urban', 'Vasquez', 'Weber', 'Yilmaz', 'Zimmer',
] as const;
const cities = ['Antwerp', 'Bergen', 'Gdansk', 'Lisbon', 'Lyon', 'Trieste', 'Zurich'] as const;
const tiers = ['none', 'none', 'none', 'silver', 'silver', 'gold'] as const;

/** In a fixed order, the same at every run. */
export function customersOfShop(): readonly CustomerOfShop[] {
  const random = randomFrom(SEED);
  return Array.from({ length: COUNT }, (_, index) => customer(random, index + 1));
}

function customer(random: Random, number: number): CustomerOfShop {
  const [first, last] = [random.oneOf(firstNames), random.oneOf(lastNames)];
  const tier = random.oneOf(tiers);
  return {
    source_id: `customer-${String(number).padStart(4, '0')}`,
    name: `${first} ${last}`,
    email: `${first}.${last}.${number}@example.com`.toLowerCase(),
    metadata: {
      tier,
      city: random.oneOf(cities),
      // Nobody is silver or gold without having bought something.
      orders_placed: tier === 'none' ? random.below(4) : 4 + random.below(30),
      newsletter: random.below(3) > 0,
    },
  };
}
