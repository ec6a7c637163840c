// Stands between page and service, so that a test can cut the one from the other while both live on.
import { connect, createServer } from 'node:net'

export async function startProxy(address) {
  const { hostname, port } = new URL(address)
  const open = new Set()
  let whole = true
  const proxy = createServer(socket => {
    if (!whole) return socket.destroy()
    const other = connect(Number(port), hostname)
    for (const [one, two] of [
      [socket, other],
      [other, socket],
    ]) {
      open.add(one)
      one.pipe(two)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        two.destroy()
      })
    }
  })
  await new Promise(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${proxy.address().port}`,
    cut: () => {
      whole = false
      for (const socket of open) socket.destroy()
    },
    mend: () => {
      whole = true
    },
    stop: () => {
      for (const socket of open) socket.destroy()
      proxy.close()
    },
  }
}
