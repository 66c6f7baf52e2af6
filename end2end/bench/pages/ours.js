// Ours: the worker as the service's pages use it. A result is the whole of it: decoded, judged, cropped, encoded, judged again.
import { contest } from './contest.js';

const worker = new Worker('/photo/worker_loader.js');
const waiting = new Map();
let simd;
worker.onmessage = ({ data }) => {
  if (data.kind === 'ready') simd = data.simd;
  if (data.kind === 'opened' || data.kind === 'finished') waiting.get(data.id)?.resolve(data);
  if (data.kind === 'failed') for (const { reject } of waiting.values()) reject(new Error(`${data.code}: ${data.detail}`));
};
let last = 0;
const ask = (message) => {
  const id = ++last;
  const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ ...message, id });
  return answer.finally(() => waiting.delete(id));
};

const spec = await (await fetch('/spec.json')).text();
worker.postMessage({ kind: 'init', base: '/photo/', spec });

await contest(
  () => (simd ? 'own WASM worker, SIMD' : 'own WASM worker'),
  async (file) => {
    const started = performance.now();
    const opened = JSON.parse((await ask({ kind: 'open', file })).json);
    const openMs = performance.now() - started;
    window.finished = undefined;
    if (opened.outcome !== 'ready') {
      return { found: opened.verdict.findings.map(({ rule, hint }) => hint ?? rule).join(' '), ready: false, openMs };
    }
    const made = await ask({ kind: 'finish', crop: opened.crop });
    window.finished = made.file;
    const { findings } = JSON.parse(made.json).verdict;
    const failed = findings.filter(({ outcome }) => outcome === 'fail').length;
    const found = `one face, ${findings.length} rules judged, ${failed} broken`;
    return { found, ready: true, openMs, finishMs: performance.now() - started - openMs };
  },
);
