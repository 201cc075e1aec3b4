import type { Display, Report } from './report';

/** One JSON object a line: `{"type": ..., ...}`, times in ISO 8601. */
export class JsonDisplay implements Display {
  constructor(private readonly write: (line: string) => void) {}

  show(report: Report): void {
    if (report.type !== 'progress') this.write(JSON.stringify(report));
  }

  close(): void {}
}
