// @vladmandic/face-api with its smallest detector and the 68-point model (the full one: the tiny one is for other uses).
import * as faceapi from '/peers/@vladmandic/face-api/dist/face-api.esm.js';
import { canvasOf, contest } from './contest.js';

const models = '/peers/@vladmandic/face-api/model';
faceapi.tf.setWasmPaths('/peers/@tensorflow/tfjs-backend-wasm/dist/');
await faceapi.tf.setBackend('wasm');
await faceapi.tf.ready();
await Promise.all([faceapi.nets.tinyFaceDetector.loadFromUri(models), faceapi.nets.faceLandmark68Net.loadFromUri(models)]);
const options = new faceapi.TinyFaceDetectorOptions({ inputSize: 416, scoreThreshold: 0.5 });

await contest(
  () => `tfjs ${faceapi.tf.getBackend()}`,
  async (bytes) => {
    const faces = await faceapi.detectAllFaces(await canvasOf(bytes), options).withFaceLandmarks();
    return { found: `${faces.length} faces` };
  },
);
