/** Tells the one who waits what is being done. On standard error: standard output is for results. */
export function progress(line: string): void {
  console.error(`… ${line}`);
}
