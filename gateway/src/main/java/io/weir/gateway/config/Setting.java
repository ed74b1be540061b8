package io.weir.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reader, the JSON Schema and people need to know of a record's component. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** What it is, in a sentence or two; the description in the JSON Schema. */
  String about();

  /** Its key, where that cannot be the name of a component. */
  String name() default "";

  /**
   * Its value where the file says nothing, as YAML; empty if it must be given, unless the component
   * is an {@link java.util.Optional}.
   */
  String standard() default "";

  /** The least number, for numbers. */
  int min() default 0;

  /** The greatest number, for numbers. */
  int max() default Integer.MAX_VALUE;
}
