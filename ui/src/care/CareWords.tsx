import type { Care } from '../api/types'
import { At } from '../parts/time'

/** `user:alice` as people say it. */
export const person = (actor: string | null | undefined) => (actor ?? '').replace(/^(user|token|cli):/, '')

const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text)

/** A number, or a link where the ticket is an address. */
export function Ticket({ name }: { name: string }) {
  return isAddress(name) ? (
    <a href={name} target="_blank" rel="noreferrer noopener">
      {name.replace(/^https?:\/\//, '')}
    </a>
  ) : (
    <span className="mono">{name}</span>
  )
}

/** Who looks after it, in a few words; nothing where nobody does. */
export function CareWords({ care }: { care: Care | null | undefined }) {
  if (!care || (!care.owner && !care.acknowledged && !care.ticket)) return null
  return (
    <span className="care-words">
      {care.owner && (
        <span>
          with <strong>{care.owner}</strong>
        </span>
      )}
      {care.acknowledged && (
        <span className="faint">
          seen by {person(care.acknowledged_by)} until <At time={care.acknowledged_until} />
        </span>
      )}
      {care.ticket && (
        <span>
          ticket <Ticket name={care.ticket} />
        </span>
      )}
    </span>
  )
}
