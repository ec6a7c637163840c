import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask, seg } from '../api/client'
import { useTokens } from '../api/queries'
import type { Role } from '../api/types'
import { DeleteDialog } from '../parts/DeleteDialog'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { At } from '../parts/time'
import { RoleField } from './Users'

/** Tokens for scripts; a new one is shown once. */
export function Tokens() {
  const tokens = useTokens(true)
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [made, setMade] = useState<string | null>(null)
  const [deleting, setDeleting] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      const answer = await ask<{ token: string }>('/tokens', { method: 'POST', body: { name, role } })
      setMade(answer.token)
      setName('')
      client.invalidateQueries({ queryKey: ['tokens'] })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section className="panel">
      <h2>Tokens</h2>
      <Answer of={tokens} lines={2}>
        {all =>
          all.length === 0 ? (
            <Empty>No script has a token.</Empty>
          ) : (
            <table className="table" aria-label="Tokens">
              <tbody>
                {all.map(token => (
                  <tr key={token.name}>
                    <td className="name">{token.name}</td>
                    <td>
                      {token.role}
                      {!token.valid && <span className="warn-ink">, expired</span>}
                    </td>
                    <td className="faint">
                      {token.expires_at ? (
                        <>
                          until <At time={token.expires_at} />
                        </>
                      ) : (
                        'no end'
                      )}
                    </td>
                    <td className="row-actions">
                      <button type="button" onClick={() => setDeleting(token.name)}>
                        Revoke
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      {made && (
        <p className="note" role="status">
          <span>
            The token, shown this once: <code className="wrap">{made}</code>
          </span>
        </p>
      )}
      <form className="inline-form" onSubmit={submit}>
        <label className="field">
          For
          <input
            required
            value={name}
            placeholder="what uses it"
            autoComplete="off"
            onChange={e => setName(e.target.value)}
          />
        </label>
        <RoleField role={role} onRole={setRole} />
        <button type="submit">Make token</button>
      </form>
      {error !== null && <ErrorNote error={error} />}
      {deleting && (
        <DeleteDialog
          what={`/tokens/${seg(deleting)}`}
          name={`token ${deleting}`}
          list="tokens"
          effect="What uses it is refused from then on."
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  )
}
