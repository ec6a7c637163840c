export type Piece = { text: string; kind: 'key' | 'comment' | 'text' | 'value' | 'plain' }

const LINE = /^(\s*(?:- )*)(?:([A-Za-z0-9_.$-]+|"[^"]*")(:)(?=\s|$))?(.*)$/

/** One line of YAML in pieces: keys, quoted texts, words, comments. */
export function pieces(line: string): Piece[] {
  const [, lead = '', key, colon, rest = ''] = LINE.exec(line) ?? []
  const found: Piece[] = []
  if (lead) found.push({ text: lead, kind: 'plain' })
  if (key) found.push({ text: key, kind: 'key' }, { text: colon ?? '', kind: 'plain' })
  const hash = commentAt(rest)
  const body = rest.slice(0, hash)
  if (body) found.push({ text: body, kind: /^\s*["']/.test(body) ? 'text' : key ? 'value' : 'plain' })
  if (hash < rest.length) found.push({ text: rest.slice(hash), kind: 'comment' })
  return found
}

function commentAt(text: string): number {
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (quote) quote = c === quote ? '' : quote
    else if ((c === '"' || c === "'") && /[\s[{,:]|^$/.test(text[i - 1] ?? '')) quote = c
    else if (c === '#' && (i === 0 || /\s/.test(text[i - 1] as string))) return i
  }
  return text.length
}
