package io.weir.protocol;

/**
 * Reads what another broker says of itself in a file: users, rights, exchanges, queues. Any thread;
 * may block.
 */
@FunctionalInterface
public interface DefinitionsReader {

  /**
   * What a file says, as far as there is such a thing here; the rest is told in sentences.
   *
   * @throws DefinitionsException if it is no such file
   */
  ForeignDefinitions read(String text) throws DefinitionsException;
}
