/** The log: one JSON line an event on standard error; quiet unless something needs a reader. */
export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};

export type LogFields = { readonly [name: string]: unknown };

export function jsonLog(write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** What of an error belongs in a log line. */
export function errorFields(error: unknown): LogFields {
  return error instanceof Error
    ? { message: error.message, stack: error.stack }
    : { message: String(error) };
}
