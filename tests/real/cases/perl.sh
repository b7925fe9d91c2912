# SPDX-License-Identifier: LGPL-3.0-or-later
# Perl: files, directories, processes, pipes, signals, sockets, threads of control by fork.
# needs: perl
perl -we '
	use strict; use File::Find; use File::Temp qw(tempdir); use Cwd; use POSIX qw(:sys_wait_h); use IO::Socket; use Fcntl qw(:flock SEEK_SET);
	print getcwd() =~ m{/perl$} ? "cwd\n" : getcwd();
	my $n = 0; find(sub { $n++ }, "/usr/share/perl"); print $n > 100 ? "found\n" : "$n\n";
	my $dir = tempdir(CLEANUP => 1); open my $f, ">", "$dir/x" or die $!; flock $f, LOCK_EX; print $f "text\n"; close $f;
	print -s "$dir/x", " ", (stat _)[2] & 0777, "\n"; rename "$dir/x", "$dir/y"; print join(",", map { s{.*/}{}r } glob "$dir/*"), "\n";
	my @kids = map { my $i = $_; my $p = fork // die; if (!$p) { exit $i } $p } 1 .. 20; my $sum = 0; for (@kids) { waitpid $_, 0; $sum += $? >> 8 } print "$sum\n";
	open my $p, "-|", "ls", "/etc/passwd" or die; print <$p>; close $p;
	local $SIG{ALRM} = sub { die "alarm\n" }; eval { alarm 1; select undef, undef, undef, 10; }; print $@;
	my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die; my $port = $s->sockport;
	if (!fork) { my $c = IO::Socket::INET->new("127.0.0.1:$port"); print $c "over tcp\n"; exit } print $s->accept->getline; wait;
	my $u = IO::Socket::UNIX->new(Local => "sock", Listen => 1) or die; if (!fork) { my $c = IO::Socket::UNIX->new("sock"); print $c "over unix\n"; exit } print $u->accept->getline; wait;
	print `echo backquoted`, $? >> 8, "\n"; system "exit 5"; print $? >> 8, "\n"; print readlink("/proc/self/exe"), "\n";
'
perl -MFile::Copy -MFile::Path=make_path,remove_tree -e '
	make_path("a/b/c"); copy("/etc/passwd", "a/b/c/p"); move("a/b/c/p", "a/p"); print -s "a/p" == -s "/etc/passwd" ? "same\n" : "other\n"; remove_tree("a"); print -e "a" ? "there\n" : "gone\n"'
