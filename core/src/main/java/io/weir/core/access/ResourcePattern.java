package io.weir.core.access;

import io.weir.core.access.Access.Resource.Kind;
import java.util.List;

/**
 * Which things a rule is about.
 *
 * <table>
 *   <caption>Patterns</caption>
 *   <tr><td>{@code orders}</td><td>that one; a topic with all its keys</td></tr>
 *   <tr><td>{@code billing-*}</td><td>all whose names begin so; {@code *} alone is all</td></tr>
 *   <tr><td>{@code sensors/room1/temp}</td><td>that key of a topic</td></tr>
 *   <tr><td>{@code sensors/+/temp}</td><td>any one level in the place of the {@code +}</td></tr>
 *   <tr><td>{@code sensors/room1/#}</td><td>these levels and all below; {@code sensors/#} is {@code
 *       sensors}, and {@code #} is all</td></tr>
 *   <tr><td>{@code %u}, {@code %c}</td><td>the name of the user, of the client</td></tr>
 *   <tr><td>{@code %%}, {@code %*}, {@code %+}, {@code %#}, {@code %~}</td><td>that character</td></tr>
 *   <tr><td>{@code ~^a.*z$}</td><td>of queues and exchanges: names in which this regular expression
 *       (RE2's) is found; it holds no names of users or clients</td></tr>
 * </table>
 *
 * <p>Levels, {@code +} and {@code #} are for topics; elsewhere these are characters like any other.
 *
 * <p>A name stands for itself, letter by letter: nothing in it is a wildcard. So that no two names
 * ever fit the same thing, a rule that allows fits nothing for a name that is empty, spans levels,
 * or holds the character that stands behind it in the pattern ({@code -} in {@code %u-jobs}); a
 * rule that denies fits whatever could stand there then.
 *
 * @param kind of the things
 * @param space in which exchanges and queues are, letter by letter; empty for the first one, {@link
 *     #ANY_SPACE} for all. All else is in no space
 * @param pattern as above
 */
public record ResourcePattern(Kind kind, String space, String pattern) {
  /** All spaces. */
  public static final String ANY_SPACE = "*";

  /** A pattern of what is in no space, or in the first one. */
  public ResourcePattern(Kind kind, String pattern) {
    this(kind, "", pattern);
  }

  /**
   * @throws IllegalArgumentException if the pattern is none, with a sentence that says why
   */
  public ResourcePattern {
    PatternParser.parse(kind, pattern);
    if (!space.isEmpty() && kind != Kind.QUEUE && kind != Kind.EXCHANGE) {
      throw new IllegalArgumentException("only queues and exchanges are in a space");
    }
  }

  /** What a pattern is made of. */
  Path path() {
    return PatternParser.parse(kind, pattern);
  }

  /**
   * @param levels one after another
   * @param below whether it goes on, with whatever levels
   */
  record Path(List<Level> levels, boolean below) {}
}
