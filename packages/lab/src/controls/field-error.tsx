import './field-error.css';

/** What was expected and what came, beside the control that it is about. */
export function FieldError({ id, message }: { readonly id: string; readonly message: string | null }) {
  return (
    <p id={id} class="field-error" role="alert" hidden={message === null}>
      {message}
    </p>
  );
}
