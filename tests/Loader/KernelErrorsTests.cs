using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Loader.Tests;

public sealed class KernelErrorsTests
{
    [Theory]
    [InlineData(Errno.EINVAL, "EINVAL", "older kernel")]
    [InlineData(Errno.E2BIG, "E2BIG", "larger than this kernel takes")]
    [InlineData(Errno.ENOMEM, "ENOMEM", "memory cgroup")]
    [InlineData(Errno.EBUSY, "EBUSY", "detach that first")]
    [InlineData(Errno.EEXIST, "EEXIST", "exists already")]
    [InlineData(Errno.ENODEV, "ENODEV", "no such interface")]
    [InlineData(Errno.EMFILE, "EMFILE", "ulimit -n")]
    [InlineData(99, "errno 99", "the kernel refused it")]
    public void Error_number_is_named_with_a_remedy(int errno, string name, string remedy)
    {
        BpfKernelException e = KernelErrors.Create("do it", -errno);
        Assert.Equal(errno, e.ErrorNumber);
        Assert.StartsWith("Could not do it: ", e.Message);
        Assert.Contains(remedy, e.Message);
        Assert.EndsWith($"({name}).", e.Message);
    }

    [Fact]
    public void Refusal_for_a_capability_is_an_exception_of_its_own()
    {
        // Whoever runs the tests: no thread has capability 63.
        BpfPermissionException e = Assert.IsType<BpfPermissionException>(KernelErrors.Create("do it", -Errno.EPERM, 63));
        Assert.Equal(["capability 63"], e.MissingCapabilities);
        Assert.Contains("the process lacks capability 63", e.Message);
        Assert.Contains("AmbientCapabilities", e.Message);
        Assert.Contains("EPERM", e.Message);
    }

    [Fact]
    public void Reason_of_the_kernel_is_kept()
    {
        BpfKernelException e = KernelErrors.CreateWithReason("do it", -Errno.ERANGE, "the kernel says \"no\"");
        Assert.Equal("Could not do it: the kernel says \"no\" (ERANGE).", e.Message);
    }
}
