/**
 * Loaded before every test file: properties draw the same values in every run, so that what one change
 * breaks is not met by another. `SCRIP_TEST_SEED=7 npm test` draws others.
 */
import fc from 'fast-check';

const DEFAULT_SEED = 20_261_124;

fc.configureGlobal({ seed: Number(process.env.SCRIP_TEST_SEED ?? DEFAULT_SEED) });
