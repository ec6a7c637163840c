import { useState } from 'react'
import { ask } from '../api/client'
import { useTokens } from '../api/queries'
import type { Role } from '../api/types'
import { At } from '../parts/time'
import { Accounts, RoleField } from './Accounts'

/** Tokens for scripts; a new one is shown once. */
export function Tokens() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [made, setMade] = useState<string | null>(null)
  const add = async () => {
    const answer = await ask<{ token: string }>('/tokens', { method: 'POST', body: { name, role } })
    setMade(answer.token)
    setName('')
  }
  return (
    <Accounts
      title="Tokens"
      of={useTokens(true)}
      empty="No script has a token."
      wrong={token => (token.valid ? null : 'expired')}
      detail={token =>
        token.expires_at ? (
          <>
            until <At time={token.expires_at} />
          </>
        ) : (
          'no end'
        )
      }
      list="tokens"
      removal={{
        button: 'Revoke',
        what: token => `token ${token}`,
        effect: 'What uses it is refused from then on.',
      }}
      note={
        made && (
          <p className="note" role="status">
            <span>
              The token, shown this once: <code className="wrap">{made}</code>
            </span>
          </p>
        )
      }
      fields={
        <>
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
        </>
      }
      button="Make token"
      onAdd={add}
    />
  )
}
