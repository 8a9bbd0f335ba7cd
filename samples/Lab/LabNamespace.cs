using System;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace BpfSharp.Samples;

/// <summary>A network namespace of a lab.</summary>
public sealed partial class LabNamespace
{
    private const int CloneNewNet = 0x40000000; // CLONE_NEWNET, include/uapi/linux/sched.h

    internal LabNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Runs <c>ip ARGUMENTS</c> inside.</summary>
    public void Ip(string arguments) => IpCommand.Run($"-n {Name} {arguments}");

    /// <summary>An interface inside.</summary>
    public LabDevice Device(string name)
    {
        using JsonDocument links = JsonDocument.Parse(IpCommand.Read($"-n {Name} -j link show dev {name}"));
        JsonElement link = links.RootElement[0];
        return new LabDevice(link.GetProperty("ifindex").GetUInt32(), link.GetProperty("address").GetString()!);
    }

    /// <summary>Sets a kernel parameter of the namespace, such as <c>net.ipv4.ip_forward</c>.</summary>
    public void SetParameter(string name, string value) =>
        Run(() => File.WriteAllText("/proc/sys/" + name.Replace('.', '/'), value)); // /proc/sys/net is that of the thread that opens it

    /// <summary>Runs code on a thread that has entered the namespace; sockets and links that it makes stay there.</summary>
    /// <remarks>The thread ends afterwards, so that no pooled thread keeps the namespace.</remarks>
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
        })
        { Name = Name, IsBackground = true };
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

    private void Enter()
    {
        using SafeFileHandle file = File.OpenHandle("/run/netns/" + Name);
        if (SetNamespace((int)file.DangerousGetHandle(), CloneNewNet) != 0)
            throw new InvalidOperationException($"entering namespace {Name} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
