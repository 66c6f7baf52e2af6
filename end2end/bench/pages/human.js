// @vladmandic/human with nothing on but the face detector and the mesh.
import { Human } from '/peers/@vladmandic/human/dist/human.esm.js';
import { canvasOf, contest } from './contest.js';

const off = { enabled: false };
const human = new Human({
  backend: 'wasm',
  wasmPath: '/peers/@tensorflow/tfjs-backend-wasm/dist/',
  modelBasePath: '/peers/@vladmandic/human/models/',
  cacheSensitivity: 0,
  warmup: 'none',
  debug: false,
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    detector: { rotation: false, maxDetected: 5, skipFrames: 0, skipTime: 0 },
    mesh: { enabled: true },
    iris: off,
    attention: off,
    emotion: off,
    description: off,
    antispoof: off,
    liveness: off,
  },
});
await human.load();

await contest(
  () => `tfjs ${human.tf.getBackend()}`,
  async (bytes) => {
    const { face, error } = await human.detect(await canvasOf(bytes));
    if (error) throw new Error(error);
    return { found: `${face.length} faces` };
  },
);
