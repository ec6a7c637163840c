import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The development server hands everything that is not the page to a running service.
const service = process.env.HWAUTO_SERVICE ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { host: '127.0.0.1', proxy: { '/api': service, '/health': service, '/ready': service } },
})
