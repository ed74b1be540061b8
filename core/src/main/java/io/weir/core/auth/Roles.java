package io.weir.core.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Roles from the claims of a token. */
final class Roles {
  /** No more than rules could name; what comes after is left out. */
  private static final int MOST = 256;

  private Roles() {}

  static Set<String> of(Map<String, Object> claims, List<String> names) {
    Set<String> roles = new LinkedHashSet<>();
    for (String name : names) {
      texts(value(claims, name)).filter(text -> !text.isEmpty()).limit(MOST).forEach(roles::add);
    }
    return roles;
  }

  private static Stream<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> Arrays.stream(text.split(" "));
      case Collection<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast);
      case null, default -> Stream.empty();
    };
  }

  /** A claim of that name as it is, dots and all, else what the dots lead to. */
  private static @Nullable Object value(Map<?, ?> claims, String name) {
    Object whole = claims.get(name);
    int dot = name.indexOf('.');
    if (whole != null || dot < 0) {
      return whole;
    }
    return claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? value(inner, name.substring(dot + 1))
        : null;
  }
}
