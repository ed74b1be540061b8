/**
 * What can be asked over HTTP: {@link io.weir.http.command.Routes} is the table, each line of which
 * has a class that takes an {@link io.weir.http.command.Exchange} and gives a {@link
 * io.weir.http.command.Reply}.
 */
@NullMarked
package io.weir.http.command;

import org.jspecify.annotations.NullMarked;
