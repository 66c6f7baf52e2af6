// @mediapipe/face_mesh as it is published: its own WASM, without the iris refinement. It is made for video and follows faces from
// one picture to the next. This version aborts when minDetectionConfidence is set, so the default stays.
import { canvasOf, contest } from './contest.js';

const mesh = new window.FaceMesh({ locateFile: (name) => `/peers/@mediapipe/face_mesh/${name}` });
mesh.setOptions({ maxNumFaces: 5, refineLandmarks: false });
let answer;
mesh.onResults(({ multiFaceLandmarks }) => answer(multiFaceLandmarks.length));
await mesh.initialize();

await contest(
  () => 'own WASM, WebGL for input',
  async (bytes) => {
    const faces = new Promise((resolve) => (answer = resolve));
    await mesh.send({ image: await canvasOf(bytes) });
    return { found: `${await faces} faces` };
  },
);
