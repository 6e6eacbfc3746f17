/**
 * Signals that end Scrip: the first asks it to finish what is in flight, a second one means now.
 *
 * Ctrl+C often arrives twice, from the terminal and from npm or the launcher, which pass it on: what
 * follows within half a second is the same wish.
 */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const sameWishMs = 500;

/** Resolves at the first signal. `onSecond` must end the process. */
export function firstStopSignal(onSecond: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt: number | null = null;
  for (const signal of signals) {
    process.on(signal, () => {
      askedAt ??= performance.now();
      resolve();
      if (performance.now() - askedAt > sameWishMs) onSecond();
    });
  }
  return promise;
}
