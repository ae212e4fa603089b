import type { TestReport } from '../../simulate/runTests.js';
import { escapeXml } from '../../model/xml.js';

/** JUnit XML: a test case a Test document, its failures inside. */
export function testsJunit({ cases, failed }: TestReport): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="crmctl test" tests="${cases.length}" failures="${failed}" errors="0" skipped="0">`,
    ...cases.flatMap(({ address, trigger, file, line, failures, trace }) => {
      const head = `    <testcase classname="${escapeXml(trigger)}" name="${escapeXml(address)}" file="${escapeXml(file)}" line="${line}"`;
      if (failures.length === 0) return [`${head}/>`];
      const inner = failures.map(({ line: at, message, nearest }) => {
        const text = [`${file}:${at} ${message}`, ...(nearest === null ? [] : [`nearest: ${nearest}`])].join('\n');
        return `      <failure type="expectation" message="${escapeXml(message)}">${escapeXml(text)}</failure>`;
      });
      const out = trace.length === 0 ? [] : [`      <system-out>${escapeXml(trace.join('\n'))}</system-out>`];
      return [`${head}>`, ...inner, ...out, '    </testcase>'];
    }),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
