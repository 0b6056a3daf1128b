import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";

interface Props {
  label: string;
  /** What the button says. */
  submit: string;
  /** As it is now; of a new list, nothing. */
  name?: string;
  onName: (name: string) => Promise<void>;
}

/** The name of a list, to be given or changed. */
export function ListName({ label, submit, name = "", onName }: Props) {
  const [written, setWritten] = useState(name);
  const wanted = written.trim();
  const { run, isBusy, failure } = useAct(() => onName(wanted));
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label={label}
            value={written}
            maxLength={100}
            onChange={({ currentTarget }) => setWritten(currentTarget.value)}
          />
          <Button type="submit" variant={name ? "default" : "filled"} loading={isBusy} disabled={["", name].includes(wanted)}>
            {submit}
          </Button>
        </Group>
        <Failure text={failure} />
      </Stack>
    </form>
  );
}
