# SPDX-License-Identifier: LGPL-3.0-or-later
# Ruby and Tcl: files, processes, threads, sockets.
# needs: ruby tclsh
ruby -e 'require "socket"; require "tmpdir"; require "fileutils"; require "open3"
	puts Dir["/etc/*"].size > 20, `echo child`, Thread.new { 42 }.value
	pid = fork { exit 3 }; Process.wait pid; p $?.exitstatus
	Dir.mktmpdir { |d| File.write("#{d}/x", "1"); FileUtils.cp_r(d, "copy"); p Dir.children("copy") }
	s = UNIXServer.new("sock"); t = Thread.new { s.accept.puts "unix" }; puts UNIXSocket.new("sock").gets; t.join
	out, st = Open3.capture2("cat", stdin_data: "fed"); puts out, st.success?; p File.realpath("/bin/sh"), Process.clock_gettime(Process::CLOCK_MONOTONIC) > 0
	r, w = IO.pipe; fork { r.close; w.puts "piped"; exit! }; w.close; puts r.read; Process.wait'
cat >x.tcl <<'END'
puts [glob /etc/pass*]; puts [exec echo child]; puts [clock format 0 -gmt 1]
set f [open y w]; puts $f text; close $f; puts [file size y]; file copy y z; file delete y; puts [glob *]
set p [open "|cat" r+]; puts $p piped; flush $p; puts [gets $p]; close $p
END
tclsh x.tcl
