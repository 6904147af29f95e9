import type { ComponentChildren, VNode } from 'preact';
import { addressOf, type Place } from '../place.ts';
import { channels, people, playground } from '../playground/cast.ts';

/** The workspace's name, its channels, who to be, and what can be done with the playground (`children`). */
export function Sidebar(props: { place: Place; payloads: boolean; children: ComponentChildren }): VNode {
  const { place, payloads, children } = props;
  return (
    <aside class="sidebar" aria-label="Playground">
      <p class="brand">
        <span class="avatar" aria-hidden="true">
          P
        </span>
        <span>
          Prep
          <span class="brand-place"> {playground.name}</span>
        </span>
      </p>
      <nav aria-label="Channels">
        <h2>Channels</h2>
        <ul>
          {channels.map((channel) => (
            <li>
              <a
                href={addressOf({ channel, person: place.person })}
                aria-current={channel === place.channel ? 'page' : undefined}
              >
                <span class="hash" aria-hidden="true">
                  #
                </span>
                {channel.id}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label="People to be">
        <h2>
          You are <strong>{place.person.name}</strong>
        </h2>
        <ul>
          {people.map((person) => (
            <li>
              <a
                href={addressOf({ channel: place.channel, person })}
                aria-current={person === place.person ? 'true' : undefined}
              >
                <span class="face" aria-hidden="true">
                  {person.name[0]}
                </span>
                <span class="who">
                  {person.name}
                  {person === place.person && <span class="unseen"> (you)</span>}
                  <span class="zone">{person.place}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {payloads && (
        <p class="elsewhere">
          <a href="/payloads">What Slack and Discord get</a>
        </p>
      )}
      {children}
    </aside>
  );
}
