// `test` for every scenario: a client address of its own, and no scenario passes over an error in the browser's console,
// a page error or a violation of the content security policy.
import { test as base, expect } from '@playwright/test';
import { randomInt } from 'node:crypto';

export { expect };

export const test = base.extend<{ address: string; complaints: string[] }>({
  address: async ({}, use) => {
    await use(`10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`);
  },
  extraHTTPHeaders: async ({ address }, use) => {
    await use({ 'X-Forwarded-For': address });
  },
  // What the browser complained about. A scenario that provokes a complaint removes it: `complaints.length = 0`.
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      context.on('weberror', (error) => complaints.push(String(error.error())));
      await use(complaints);
      expect(complaints, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
});
