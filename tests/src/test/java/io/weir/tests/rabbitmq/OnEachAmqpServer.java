package io.weir.tests.rabbitmq;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A suite that holds for each {@link io.weir.tests.servers.AmqpServer}, which it takes as its
 * parameter.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("rabbitmq")
@ParameterizedClass
@MethodSource("io.weir.tests.servers.AmqpServer#all")
@interface OnEachAmqpServer {}
