// Has the browser keep the page for the time without a connection (`/worker.js`), and so offer to install the service.
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/worker.js').catch(() => {});
