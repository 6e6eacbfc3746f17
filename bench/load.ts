/** Load and its measure: requests per second of several targets, in turns, so that noise falls on all. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';

export type Target = {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The next request's body. */
  body(): string;
};

export type Rate = {
  readonly name: string;
  /** Median over the turns. */
  readonly perSecond: number;
  /** Milliseconds, median over the turns. */
  readonly p50: number;
  readonly p99: number;
};

/** A bench server as a process of its own; resolves with its address. */
export async function startServer(
  name: 'scrip' | 'bare' | 'bare-earning',
  args: readonly string[],
  execArgv: readonly string[] = [],
): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const child = fork(join(import.meta.dirname, `servers/${name}.ts`), [...args], {
    execArgv: [...execArgv],
  });
  const [url] = await once(child, 'message');
  return { url: String(url), process: child };
}

/** Gone when this resolves, so that the database may stop after it. */
export async function stopServer(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit');
  server.kill();
  await gone;
}

/** Every target for `seconds`, `turns` times over, one after another. Any refused request is an error. */
export async function measure(
  targets: readonly Target[],
  { connections, seconds, turns }: { connections: number; seconds: number; turns: number },
): Promise<readonly Rate[]> {
  const runs = new Map<Target, autocannon.Result[]>();
  for (const target of targets) runs.set(target, []);
  for (const target of targets) await shoot(target, connections, 1);
  for (let turn = 0; turn < turns; turn++) {
    for (const target of targets) runs.get(target)?.push(await shoot(target, connections, seconds));
  }
  return targets.map((target) => rateOf(target.name, runs.get(target) ?? []));
}

async function shoot(
  target: Target,
  connections: number,
  seconds: number,
): Promise<autocannon.Result> {
  const result = await autocannon({
    url: target.url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...target.headers },
        setupRequest: (request) => ({ ...request, body: target.body() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${target.name}: ${result.non2xx} refused, ${result.errors} failed`);
  }
  return result;
}

function rateOf(name: string, results: readonly autocannon.Result[]): Rate {
  return {
    name,
    perSecond: median(results.map(({ requests }) => requests.average)),
    p50: median(results.map(({ latency }) => latency.p50)),
    p99: median(results.map(({ latency }) => latency.p99)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
