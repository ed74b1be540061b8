package io.weir.tests.differential;

import java.util.List;

/**
 * A conversation between clients and a server, a step a line:
 *
 * <pre>
 * &gt; queue.declare queue=q durable           what connection a sends on channel 1
 * &lt; queue.declare-ok queue=q                what is to come next there
 * &gt; basic.publish routing-key=q | priority=1 | body
 * b2&gt; channel.open                          connection b, channel 2
 * ~ basic.deliver ... | body                lines with ~ in a row come in any order
 * ! alarm on                                what an operator of the server does
 * </pre>
 *
 * <p>An argument that is not named is what it is by itself: 0, empty, false. So what is expected is
 * expected whole, but for the texts of {@code close} and {@code basic.return}: of those the name of
 * the code must be right, and what stands in quotes. In what is expected, {@code *} stands for
 * anything, and {@code $name} for what the server chose, the same wherever the name comes again.
 *
 * <p>A connection that is mentioned is there, logged in as guest, with its channel 1 open, unless
 * its first line is {@code > socket}. After the last line nothing may be left over.
 *
 * @param title what is shown, as a sentence without its end
 * @param audience who is to keep to it
 * @param why where that is not everybody: the words of RabbitMQ's documentation, and where they
 *     stand, by which a later one than Debian's differs; or why Weir has no such thing
 */
record Script(String title, Audience audience, String why, List<Line> lines) {

  /** What every RabbitMQ does. */
  static Script script(String title, String text) {
    return new Script(title, Audience.EVERYBODY, "", lines(text));
  }

  /** What a later RabbitMQ than Debian's does, in the words of its documentation. */
  static Script newer(String title, String words, String text) {
    return new Script(title, Audience.RECENT, words, lines(text));
  }

  /** What RabbitMQ has and Weir need not have. */
  static Script particular(String title, String why, String text) {
    return new Script(title, Audience.RABBITMQ, why, lines(text));
  }

  private static List<Line> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(Line::of)
        .toList();
  }

  @Override
  public String toString() {
    return title;
  }
}
