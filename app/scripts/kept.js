// The page takes no capture any more: a film that still waits on this device to be sent is of no use to anybody.
import { forget, forget_others } from './upload.js';

const root = document.getElementById('kept');
forget_others(root).finally(() => forget(root, root.dataset.purpose));
