using System;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>A network namespace of one test: a unique name, removed by Dispose, or at the process's end should a test not get there.</summary>
internal sealed partial class TestNamespace : IDisposable
{
    private const int CloneNewNetwork = 0x40000000;
    private static int s_count;

    private bool _isRemoved;

    public TestNamespace()
    {
        Name = $"bpfsharp-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        Tool.Run("ip", $"netns add {Name}");
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
        try
        {
            Ip("link set lo up");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    /// <summary><c>ip</c> inside.</summary>
    public string Ip(string arguments) => Tool.Run("ip", $"-n {Name} {arguments}");

    /// <summary><c>tc</c> inside. Not <c>tc -n</c>, which hides bpffs.</summary>
    public string Tc(string arguments, params string[] last) => Tool.Run("nsenter", $"--net=/run/netns/{Name} tc {arguments}", last);

    /// <summary>Runs code on a thread of its own inside; what it throws is thrown here.</summary>
    public T Run<T>(Func<T> action)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    public void Run(Action action) => Run(() =>
    {
        action();
        return 0;
    });

    public void Dispose()
    {
        if (_isRemoved)
            return;
        _isRemoved = true;
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        Tool.Run("ip", $"netns del {Name}");
    }

    private void RemoveAtExit(object? sender, EventArgs e) => Dispose();

    private void Enter()
    {
        using SafeFileHandle file = File.OpenHandle($"/run/netns/{Name}");
        if (SetNamespace((int)file.DangerousGetHandle(), CloneNewNetwork) != 0)
            throw new InvalidOperationException($"entering {Name} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int fd, int type);
}
