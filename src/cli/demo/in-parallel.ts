/** Many requests, few at a time. */

/** So many are in flight at once: enough to be quick, too few to crowd anybody out. */
const AT_ONCE = 8;

/** Answers in the order of `inputs`. The first that fails fails all; none is begun after it. */
export async function inParallel<Input, Result>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = inputs.entries();
  let hasFailed = false;
  const lane = async () => {
    for (const [index, input] of waiting) {
      if (hasFailed) return;
      try {
        results[index] = await work(input);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
