package io.weir.tests.differential;

import java.util.List;
import java.util.Map;

/** A value as scripts write it: of an argument, of a property, of a field in a table. */
sealed interface Term {

  /**
   * Letters without blanks, or in quotes. In a table, {@code 5} is a number of 32 bits, {@code
   * true} a boolean, and a letter of the specification with a colon tells another type: {@code
   * l:5}.
   */
  record Word(String text, boolean quoted) implements Term {}

  /**
   * <code>{a=1 b=x}</code>
   *
   * @param open written with {@code ...}: there may be further fields
   */
  record Fields(Map<String, Term> fields, boolean open) implements Term {}

  /** {@code [1 2]} */
  record Elements(List<Term> elements) implements Term {}
}
