package io.weir.tests.tenants;

import java.util.List;

/** What became of a client that connected. */
sealed interface Answer {

  /**
   * It was let in.
   *
   * @param topics all that it finds there, in alphabetical order
   * @param messages all that is in the topic to which it has published, its own among them
   */
  record In(List<String> topics, List<String> messages) implements Answer {}

  /**
   * It was not.
   *
   * @param bytes all that it was sent, a character for each byte; of what is made at random only
   *     how long it is, of a date that it is one
   */
  record Refused(String bytes) implements Answer {}
}
