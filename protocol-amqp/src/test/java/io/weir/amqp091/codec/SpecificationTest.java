package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The methods are those that RabbitMQ's specification lists, all of them, as it has them. */
class SpecificationTest {
  static final List<Specification.Defined> METHODS = Specification.METHODS;

  @Test
  void thereAreAllMethodsAndNoOthers() {
    assertThat(METHODS).hasSize(66);
    assertThat(Records.BY_NAME.keySet())
        .containsExactlyInAnyOrderElementsOf(
            METHODS.stream().map(Specification.Defined::name).toList());
    assertThat(Arrays.stream(MethodId.values()).map(MethodId::toString))
        .containsExactlyInAnyOrderElementsOf(Records.BY_NAME.keySet());
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void aMethodHasItsNumbers(Specification.Defined defined) {
    MethodId id = generated(defined).id();
    assertThat(id).hasToString(defined.name());
    assertThat(id.classId()).isEqualTo(defined.classId());
    assertThat(id.methodId()).isEqualTo(defined.methodId());
    assertThat(MethodId.of(defined.classId(), defined.methodId())).isEqualTo(id);
  }

  @Test
  void otherNumbersAreOfNoMethod() {
    int known = 0;
    for (int classId : new int[] {0, 10, 20, 30, 40, 50, 60, 85, 90, 91, 255, 0xffff}) {
      for (int methodId = 0; methodId < 0x10000; methodId++) {
        known += MethodId.of(classId, methodId) == null ? 0 : 1;
      }
    }
    assertThat(known).isEqualTo(METHODS.size());
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void aMethodHasItsArguments(Specification.Defined defined) {
    RecordComponent[] components = Records.BY_NAME.get(defined.name()).getRecordComponents();
    assertThat(Arrays.stream(components).map(RecordComponent::getName))
        .containsExactlyElementsOf(
            defined.arguments().stream().map(Specification.Field::camelCase).toList());
    assertThat(Arrays.stream(components).map(RecordComponent::getType))
        .containsExactlyElementsOf(
            defined.arguments().stream().map(argument -> type(argument, defined)).toList());
  }

  private static Class<?> type(Specification.Field argument, Specification.Defined of) {
    return switch (argument.type()) {
      case "octet", "short" -> int.class;
      case "long", "longlong" -> long.class;
      case "bit" -> boolean.class;
      case "longstr" -> ByteString.class;
      case "table" -> Table.class;
      case "shortstr" -> of.content() ? ShortString.class : String.class;
      default -> throw new AssertionError(argument.type());
    };
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void aMethodSaysWhetherContentFollows(Specification.Defined defined) {
    assertThat(generated(defined).hasContent()).isEqualTo(defined.content());
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void aMethodSaysWhatAnswersIt(Specification.Defined defined) {
    Class<?> type = Records.BY_NAME.get(defined.name());
    Set<Class<?>> answers =
        defined.answers().stream().map(Records.BY_NAME::get).collect(Collectors.toSet());
    assertThat(answers(type).collect(Collectors.toSet())).isEqualTo(answers);

    Method method = generated(defined);
    boolean noWait = method instanceof Method.Synchronous<?> question && question.noWait();
    assertThat(method.isAnswered()).isEqualTo(!answers.isEmpty() && !noWait);
    assertThat(noWait(method)).isEqualTo(noWait);
  }

  private static Stream<Class<?>> answers(Class<?> type) {
    return Arrays.stream(type.getGenericInterfaces())
        .filter(ParameterizedType.class::isInstance)
        .map(of -> (Class<?>) ((ParameterizedType) of).getActualTypeArguments()[0])
        .flatMap(
            answer ->
                answer.isRecord()
                    ? Stream.of(answer)
                    : Arrays.stream(answer.getPermittedSubclasses()));
  }

  private static boolean noWait(Method method) {
    RecordComponent[] components = method.getClass().getRecordComponents();
    List<Object> arguments = Records.arguments((Record) method);
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals("noWait")) {
        return (boolean) arguments.get(i);
      }
    }
    return false;
  }

  /** Written by the records, read by the specification's types. */
  @ParameterizedTest
  @FieldSource("METHODS")
  void argumentsAreWrittenInTheirOrderAndTypes(Specification.Defined defined) {
    Generated generated = Generated.any(new Random(defined.name().hashCode()));
    for (int i = 0; i < 50; i++) {
      Method method = generated.method(defined);
      ByteBuf in = Unpooled.wrappedBuffer(Written.payload(method));
      assertThat(in.readUnsignedShort()).isEqualTo(defined.classId());
      assertThat(in.readUnsignedShort()).isEqualTo(defined.methodId());
      assertThat(read(in, defined)).isEqualTo(Records.arguments((Record) method));
      assertThat(in.isReadable()).isFalse();
    }
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void whatIsWrittenIsReadTheSame(Specification.Defined defined) {
    Generated generated = Generated.any(new Random(defined.methodId()));
    for (int i = 0; i < 50; i++) {
      Method method = generated.method(defined);
      byte[] frame = Written.frame(Frames.METHOD, 7, Written.payload(method));
      assertThat(Told.of(frame)).containsExactly(new Told.Frame(7, method));
    }
  }

  private static List<Object> read(ByteBuf in, Specification.Defined defined) {
    List<Object> read = new ArrayList<>();
    int bits = 0;
    int octet = 0;
    for (Specification.Field argument : defined.arguments()) {
      if (argument.type().equals("bit")) {
        octet = bits++ % 8 == 0 ? in.readUnsignedByte() : octet;
        read.add((octet >>> (bits - 1) % 8 & 1) == 1);
      } else {
        bits = 0;
        read.add(read(in, argument, defined));
      }
    }
    return read;
  }

  private static Object read(ByteBuf in, Specification.Field field, Specification.Defined of) {
    return switch (field.type()) {
      case "octet" -> (int) in.readUnsignedByte();
      case "short" -> in.readUnsignedShort();
      case "long" -> in.readUnsignedInt();
      case "longlong" -> in.readLong();
      case "longstr" -> new ByteString(bytes(in, in.readInt()));
      case "shortstr" -> shortString(new ShortString(bytes(in, in.readUnsignedByte())), of);
      case "table" -> new ValueReader(new ShortStringCache()).read(in, in.writerIndex(), null);
      default -> throw new AssertionError(field.type());
    };
  }

  private static Object shortString(ShortString read, Specification.Defined of) {
    return of.content() ? read : read.toString();
  }

  private static byte[] bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  @Test
  void thereAreAllProperties() {
    assertThat(
            Arrays.stream(BasicProperties.class.getRecordComponents())
                .map(component -> component.getType().getSimpleName() + " " + component.getName()))
        .containsExactlyElementsOf(
            Specification.PROPERTIES.stream()
                .map(field -> propertyType(field) + " " + field.camelCase())
                .toList())
        .hasSize(14);
  }

  private static String propertyType(Specification.Field field) {
    return switch (field.type()) {
      case "octet" -> "Integer";
      case "timestamp" -> "Long";
      case "shortstr" -> "ShortString";
      case "table" -> "Table";
      default -> throw new AssertionError(field.type());
    };
  }

  private static Method generated(Specification.Defined defined) {
    return Generated.any(new Random(1)).method(defined);
  }
}
