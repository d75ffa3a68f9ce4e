import './controls.css';

/** All that one can ask for besides the batch size. */
export function Controls() {
  return <form class="controls" aria-label="Scenario" onSubmit={(event) => event.preventDefault()} />;
}
