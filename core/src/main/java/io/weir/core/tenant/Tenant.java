package io.weir.core.tenant;

import java.util.regex.Pattern;

/**
 * A world of its own: a connection belongs to exactly one, and can name, see, count or exhaust
 * nothing outside it.
 *
 * @param name lower-case letters, digits and hyphens, 1 to 63 of them, beginning with a letter or
 *     digit
 */
public record Tenant(String name) implements Comparable<Tenant> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** The tenant that exists where no other is configured. */
  public static final Tenant DEFAULT = new Tenant("default");

  public Tenant {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "tenant name '"
              + name
              + "' is not made of 1 to 63 lower-case letters, digits and hyphens");
    }
  }

  /** By their names. */
  @Override
  public int compareTo(Tenant other) {
    return name.compareTo(other.name);
  }

  /** Whether a tenant can be called this. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
