export type Terms = { name: string; max: string; perRack: string; stopAfter: string }

/** `basic_provisioning-1129-0241`: unlikely to be taken, and tells what it is. */
export function batchName(template: string, at = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${template}-${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}

/** The document of a batch: what is left empty is the service's to choose. */
export function batchOf(terms: Terms, servers: string[]): Record<string, unknown> {
  const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : undefined)
  return {
    name: terms.name.trim(),
    servers: servers.map(server => ({ server })),
    max: number(terms.max),
    per_rack: number(terms.perRack),
    stop_after: terms.stopAfter.trim() || undefined,
  }
}

/** How many at once, and when to stop: for a start of many servers. */
export function BatchTerms({ terms, onTerms }: { terms: Terms; onTerms: (terms: Terms) => void }) {
  const field = (key: keyof Terms, label: string, hint: string, pattern: string) => (
    <label className="field">
      {label}
      <input
        value={terms[key]}
        placeholder={hint}
        pattern={pattern}
        onChange={event => onTerms({ ...terms, [key]: event.target.value })}
      />
    </label>
  )
  return (
    <div className="batch-terms">
      {field('name', 'Batch', 'its name', '[A-Za-z0-9_\\-]+')}
      {field('max', 'At once', '20', '[0-9]*')}
      {field('perRack', 'In a rack', 'no limit', '[0-9]*')}
      {field('stopAfter', 'Stop after failures', '3 or 10%', '[0-9]*%?')}
    </div>
  )
}
