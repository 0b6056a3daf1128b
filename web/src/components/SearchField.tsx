import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

const SETTLE_MS = 300;

interface Props {
  label: string;
  description: string;
  maxLength: number;
  /** What is looked for now. */
  sought: string;
  /** What of a typed text is looked for. */
  soughtIn: (typed: string) => string;
  onSeek: (text: string) => void;
}

/** A field that looks for what is typed, once nothing more is typed for a moment. */
export function SearchField({ label, description, maxLength, sought, soughtIn, onSeek }: Props) {
  const [typed, setTyped] = useState(sought);
  const [known, setKnown] = useState(sought);
  if (sought !== known) {
    // The back button, or cleared filters; not what was typed here a moment ago.
    setKnown(sought);
    if (sought !== soughtIn(typed)) setTyped(sought);
  }
  const settle = useDebouncedCallback((text: string) => onSeek(text), SETTLE_MS);
  return (
    <TextInput
      type="search"
      label={label}
      description={description}
      leftSection={<IconSearch size={18} aria-hidden />}
      maxLength={maxLength}
      autoComplete="off"
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        settle(soughtIn(currentTarget.value));
      }}
    />
  );
}
