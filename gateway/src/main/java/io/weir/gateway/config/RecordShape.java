package io.weir.gateway.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a type of records takes. Found out once for each type: reflection and the YAML of standard
 * values would be gone through anew for every record, and thousands of tenants' files have many.
 *
 * @param constructor takes the keys' values in their order
 * @param keys in the order of the components
 */
record RecordShape(Constructor<?> constructor, List<Key> keys) {
  private static final ClassValue<RecordShape> FOUND =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return find(type);
        }
      };

  /**
   * One of its keys.
   *
   * @param name under which it stands
   * @param isRest whether it takes all that no other key does
   * @param isOptional whether it may be left out, and has no value then
   * @param standard what it is where it is left out; null if it has none. It is many records', and
   *     changed by nobody
   */
  record Key(
      String name,
      Type type,
      Setting setting,
      boolean isRest,
      boolean isOptional,
      @Nullable YamlNode standard) {

    private static Key of(RecordComponent component) {
      Setting setting = Binder.setting(component);
      return new Key(
          Binder.keyOf(component),
          component.getGenericType(),
          setting,
          component.isAnnotationPresent(Rest.class),
          Binder.isOptional(component),
          setting.standard().isEmpty() ? null : Binder.standardOf(component));
    }
  }

  /** That of a type, which is a record whose components all have a {@link Setting}. */
  static RecordShape of(Class<?> type) {
    return FOUND.get(type);
  }

  private static RecordShape find(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return new RecordShape(
          type.getDeclaredConstructor(types), Arrays.stream(components).map(Key::of).toList());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its constructor", e);
    }
  }

  /** The names of all keys. */
  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  boolean hasRest() {
    return keys.stream().anyMatch(Key::isRest);
  }

  /** A record with these values, one for each key. */
  Object construct(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cannot make a " + constructor.getDeclaringClass().getSimpleName(), e);
    }
  }
}
