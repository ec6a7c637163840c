import type { Server } from '../api/types'

export type Hit = { href: string; text: string; note: string; server?: Server }

const RUN = /^[0-9a-f]{8}(-[0-9a-f-]+)?$|^[0-9A-HJKMNP-TV-Z]{20,}$|^run[-_]/i

/** What a text can mean, the likeliest first: eight at most. */
export function hits(servers: Server[], text: string): Hit[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  const ranked: { rank: number; hit: Hit }[] = []
  for (const server of servers) {
    const keys = [server.hostname, server.serial, server.bmc_address, server.server_id, server.run_id]
    let rank = 9
    let by = ''
    keys.forEach((key, i) => {
      const at = key?.toLowerCase().indexOf(wanted) ?? -1
      const score = at < 0 ? 9 : (key as string).length === wanted.length ? 0 : (at === 0 ? 1 : 2) + i / 10
      if (score < rank) {
        rank = score
        by = i === 4 ? 'run' : (key as string)
      }
    })
    if (rank >= 9) continue
    const name = server.hostname ?? server.server_id
    ranked.push(
      by === 'run'
        ? { rank, hit: { href: `/runs/${server.run_id}`, text: `run ${server.run_id}`, note: name } }
        : {
            rank,
            hit: {
              href: `/servers/${encodeURIComponent(name)}`,
              text: name,
              note: by === name ? (server.serial ?? '') : by,
              server,
            },
          },
    )
  }
  const found = ranked.sort((a, b) => a.rank - b.rank || a.hit.text.localeCompare(b.hit.text, 'en', { numeric: true }))
  const list = found.slice(0, 8).map(each => each.hit)
  if (RUN.test(text.trim()) && !list.some(hit => hit.href === `/runs/${text.trim()}`)) {
    list.push({ href: `/runs/${encodeURIComponent(text.trim())}`, text: `run ${text.trim()}`, note: 'open' })
  }
  return list
}
