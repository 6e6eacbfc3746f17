/**
 * What stops a start and is not our bug: a taken port, a folder without permission, a database
 * that does not answer. Its message is the one line the operator reads, so it names the setting
 * and the remedy. An Error, because it crosses library code on its way to the top.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** The system's reason in words, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}

/** `ENOENT`, `EACCES`, `28P01` …; of several failed attempts, the first one's. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && !('code' in error)) return errorCode(error.errors[0]);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file has that name',
  ENOENT: 'it does not exist',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'no answer in time',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EADDRINUSE: 'the port is taken',
  EADDRNOTAVAIL: 'this machine does not have that address',
};
